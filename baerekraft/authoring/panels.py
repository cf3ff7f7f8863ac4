"""What stands above a draft's fields: whether it can be published, and if not, what must be mended first."""

from typing import Any

from wagtail.admin.panels import Panel

from baerekraft.authoring import placing


class FaultsPanel(Panel):
    """The list of faults, each with a link to where it is. A page that has not been written on yet has none."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "authoring/faults.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            from baerekraft.authoring import faults

            context = super().get_context_data(parent_context)
            found = faults.of(self.instance)
            listed = [{"fault": fault, "place": place(self.instance, fault)} for fault in found]
            return {
                **context,
                "listed": listed,
                "count": faults.count(found) if found else "",
                "refused": self.form.is_bound,
            }

        def is_shown(self) -> bool:
            return super().is_shown() and bool(self.instance.pk or self.form.is_bound)


def place(page: Any, fault: Any) -> str:
    """The id of the element that holds the fault in the editor."""
    if fault.block:
        return f"block-{fault.block}-section"
    if not fault.field:
        return ""
    return f"{fault.field}-root" if placing.is_stream(page, fault.field) else f"id_{fault.field}"
