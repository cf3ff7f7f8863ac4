"""Wagtail's choosers start themselves with inline scripts, which our policy forbids: `starting.js` starts them instead.

The templates that do the same are replaced in `templates/wagtailadmin/` and `templates/wagtail_localize/`.
"""

import json
from typing import Any

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin.widgets.chooser import BaseChooser
from wagtail.admin.widgets.workflows import AdminTaskChooser


def render(
    self: BaseChooser, name: str, value: Any, attrs: dict[str, Any], renderer: Any = None
) -> SafeString:
    """In place of BaseChooser.render, the one way in that Wagtail leaves open."""
    found = self.get_value_data(value)
    options = json.dumps(self.get_js_init_options(attrs["id"], name, found))
    return format_html(
        '{}<span hidden data-start="{}" data-id="{}" data-options="{}"></span>',
        self.render_html(name, found, attrs),
        self.js_constructor,
        attrs["id"],
        options,
    )


BaseChooser.render = render
# It writes its own line of script, and names nobody.
AdminTaskChooser.js_constructor = "createTaskChooser"


@hooks.register("insert_global_admin_js")
def start() -> SafeString:
    return format_html(
        '<script src="{}"></script><script src="{}" defer></script>',
        static("authoring/starting.js"),
        static("authoring/naming.js"),
    )
