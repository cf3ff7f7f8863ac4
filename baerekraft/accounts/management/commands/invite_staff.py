from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from baerekraft.accounts import inviting
from baerekraft.accounts.models import Role
from baerekraft.municipalities.models import Municipality, Unit


class Command(BaseCommand):
    help = "Invite one of the staff: makes the user, gives the role and sends a mail with the way to sign in."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("address", help="e-mail address")
        parser.add_argument("--role", required=True, help=", ".join(Role.values))
        parser.add_argument(
            "--municipality", default="", help="for a municipal editor or a coordinator: asker"
        )
        parser.add_argument("--unit", default="", help="for a coordinator of one unit only: its name")
        parser.add_argument("--county", default="", help="for a county coordinator: Buskerud; all without")
        parser.add_argument("--name", default="")

    def handle(
        self, *args: Any, address: str, role: str, municipality: str, unit: str, county: str, **options: Any
    ) -> None:
        if role not in Role.values:
            raise CommandError(f"There is no role “{role}”. The roles are: {', '.join(Role.values)}.")
        place = Municipality.objects.filter(slug=municipality).first() if municipality else None
        if municipality and place is None:
            raise CommandError(
                f"There is no municipality “{municipality}”. Write it as in its address: asker."
            )
        try:
            membership = inviting.invite(
                address,
                role=Role(role),
                municipality=place,
                unit=self.unit(place, unit),
                county=county,
                name=options["name"],
            )
        except inviting.AlreadyThere as known:
            self.stdout.write(str(known))
        except inviting.NotInvited as error:
            raise CommandError(str(error)) from error
        else:
            self.stdout.write(f"Invited {membership.user.email}: {membership}. The mail is on its way.")

    def unit(self, municipality: Municipality | None, name: str) -> Unit | None:
        if not name or municipality is None:
            return None
        found = municipality.units.open().filter(name__iexact=name).first()
        if found is None:
            raise CommandError(f"{municipality} has no unit “{name}”. It is made in Innsikt, under Enheter.")
        return found
