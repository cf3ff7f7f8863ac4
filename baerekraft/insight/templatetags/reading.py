from django import template

from baerekraft.reports.report import Row, Table
from baerekraft.reports.writing import figure

register = template.Library()
register.filter("figure", figure)


@register.filter
def told(row: Row, table: Table) -> list[str]:
    """The row's numbers, each as its column is written."""
    return [figure(value, column.unit) for value, column in zip(row.cells, table.columns, strict=True)]
