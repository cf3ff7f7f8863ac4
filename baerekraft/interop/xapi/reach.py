"""How far tables may be read. On PostgreSQL a row with a lower number may be committed after one with a higher.

A number that was the newest one a minute ago was given out before then, and so were all below it; no transaction of
ours takes a minute, so each of them is there by now, or never comes.
"""

from datetime import datetime

from baerekraft.interop.xapi import facts
from baerekraft.interop.xapi.models import Reach


def look(*, at: datetime) -> dict[str, facts.Place]:
    """How far each table may be read now; what is newest now may be read at a look some time from now."""
    known = {row.table: row for row in Reach.objects.all()}
    found: dict[str, facts.Place] = {facts.RESPONSE: ((at - facts.LAG).isoformat(), "")}
    for table in facts.BY_NUMBER:
        row = known.get(table.name)
        if row is None:
            row, _new = Reach.objects.get_or_create(
                table=table.name, defaults={"seen": facts.newest(table), "seen_at": at}
            )
        elif at - row.seen_at >= facts.LAG:
            row.safe, row.seen = row.seen, facts.newest(table)
            # Two that look at once find the same; the later one's word stands only if nobody was faster.
            Reach.objects.filter(pk=row.pk, seen_at=row.seen_at).update(
                safe=row.safe, seen=row.seen, seen_at=at
            )
        found[table.name] = row.safe
    return found
