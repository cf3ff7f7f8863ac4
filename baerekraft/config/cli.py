"""`baerekraft`: the operator's command."""

import os
import sys

COMMANDS = {
    "serve": "run the web server, and the worker beside it",
    "worker": "run background work: mail, certificates, nightly chores",
    "migrate": "bring the database up to date",
    "seed": "load the course from the content files",
    "export-course": "write the courses as content files, to keep in git or give to others",
    "export": "write the course as SCORM, cmi5, a static site, an e-book or a printed book",
    "export-statements": "write what learners have done as xAPI statements, one a line",
    "rebuild-figures": "make all totals again from the facts",
    "createsuperuser": "make the first member of staff",
    "invite-staff": "invite one of the staff by e-mail, with a role",
    "doctor": "say what is wrong with the set-up and how to mend it",
    "read-bounces": "read what came back of our mail, from MAIL_BOUNCES",
    "rotate-badge-key": "sign digital badges with a new key from now",
    "rotate-lti-key": "sign messages to learning platforms with a new key",
    "load-indicators": "fetch figures for the seventeen goals from Statistics Norway",
    "targets": "list the sets of targets, or take one in from a file",
    "bench": "measure lesson, answer, enter, certificate, report, suggest, status or figures against a floor",
}


def main() -> None:
    """Run a command by its name with hyphens; the rest is Django's."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "baerekraft.config.settings")
    if len(sys.argv) < 2 or sys.argv[1] in {"-h", "--help", "help"}:
        print("Usage: baerekraft COMMAND [--help]\n")
        for name, does in COMMANDS.items():
            print(f"  {name:<18}{does}")
        return
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(["baerekraft", sys.argv[1].replace("-", "_"), *sys.argv[2:]])
    except KeyboardInterrupt:
        sys.exit(130)
    except ImproperlyConfigured as error:
        sys.exit(f"baerekraft: {error}")
