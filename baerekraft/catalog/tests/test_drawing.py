"""What an editor pastes as a lesson's illustration stands inside the page: nothing in it runs, calls or breaks out."""

import pytest

from baerekraft.catalog import drawing
from baerekraft.exercises.document import Unfit

START = '<svg xmlns="http://www.w3.org/2000/svg">'


@pytest.mark.parametrize(
    "svg",
    [
        '<?xml-x ><img src="x" onerror="alert(1)"> ?>' + START + '<path d="M0 0"/></svg>',
        '<?xml version="1.0"?><?more ><script>alert(1)</script> ?>' + START + "</svg>",
        START + "<!-- --><script>alert(1)</script></svg>",
        START + "<title><![CDATA[</title><script>alert(1)</script>]]></title></svg>",
        START + "<style>path { fill: url(//elsewhere.example/x) }</style></svg>",
        START + '<a href="javascript:alert(1)"><path d="M0 0"/></a></svg>',
        START + '<use href="data:image/svg+xml,x"/></svg>',
        START + '<use href="//elsewhere.example/x#y"/></svg>',
        START + '<path d="M0 0" style="fill: red"/></svg>',
        START + '<path d="M0 0" onload="alert(1)"/></svg>',
        START + '<path fill="url(//elsewhere.example/x)"/></svg>',
        START + '<path fill="\\75rl(//elsewhere.example/x)"/></svg>',
        START + "<path mask=\"image-set('//elsewhere.example/x' 1x)\"/></svg>",
        START + '<foreignObject><form action="//elsewhere.example"/></foreignObject></svg>',
    ],
)
def test_a_drawing_that_would_do_something_is_refused(svg):
    with pytest.raises(Unfit):
        drawing.checked(svg)


@pytest.mark.parametrize("first", ["", '<?xml version="1.0" encoding="UTF-8"?>\n'])
def test_a_drawing_of_shapes_and_colours_is_let_in_as_it_is(first):
    svg = f'{first}{START}<defs><mask id="m"/></defs><path d="M0 0" fill="url(#g)" mask="url(#m)"/></svg>'

    assert drawing.checked(svg) == svg
