"""Whose figures somebody may see: of(), within()."""

from collections.abc import Iterable
from dataclasses import dataclass

from baerekraft.accounts.models import Membership, Role, User
from baerekraft.municipalities.models import Municipality, Unit


@dataclass(frozen=True)
class Scope:
    """A unit, a municipality, or a county: all that the installation serves where `county` is empty as well."""

    municipality: Municipality | None = None
    unit: Unit | None = None
    county: str = ""

    @property
    def is_county(self) -> bool:
        return self.municipality is None

    def holds(self, other: "Scope") -> bool:
        """Whether whoever may see this may see the other: a municipality's coordinator sees each of its units."""
        if self == other:
            return True
        return self.municipality is not None and self.unit is None and self.municipality == other.municipality


def of(user: object) -> list[Scope]:
    """The places this person coordinates, widest first. Nobody else, administrators included, has any."""
    if not isinstance(user, User) or not user.is_active:
        return []
    held = Membership.objects.of(user).filter(role__in=[Role.COORDINATOR, Role.COUNTY])
    scopes = {
        Scope(one.municipality, one.unit, one.county)
        for one in held.select_related("municipality", "unit")
        if one.unit is None or one.unit.closed_at is None
    }
    return sorted(scopes, key=_order)


def within(scopes: Iterable[Scope], wanted: Scope) -> bool:
    return any(scope.holds(wanted) for scope in scopes)


def _order(scope: Scope) -> tuple[bool, bool, str, str]:
    name = scope.municipality.name if scope.municipality else scope.county
    return not scope.is_county, scope.unit is not None, name, scope.unit.name if scope.unit else ""
