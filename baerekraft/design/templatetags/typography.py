from django import template

from baerekraft.design.typography import hyphenate

register = template.Library()
register.filter("hyphenate", hyphenate)
