from django import template
from django.template.defaultfilters import stringfilter

from baerekraft.design.typography import hyphenate

register = template.Library()
register.filter("hyphenate", stringfilter(hyphenate))
