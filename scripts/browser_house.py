"""The house whose pages a browser walks (scripts/crisis), as scripts/browser.py and scripts/browser_case.py ask it: by psql, and as its people."""

import argparse
import json
import os
import subprocess


def parser():
    """What scripts/browser tells either of them."""
    arguments = argparse.ArgumentParser()
    for name in ("console", "bin", "psql", "shots"):
        arguments.add_argument("--" + name, required=True)
    return arguments


class House:
    def __init__(self, arguments):
        self.bin, self.psql = arguments.bin, arguments.psql

    def sql(self, statement):
        return subprocess.run([self.psql, "-XqAtc", statement], check=True, capture_output=True, text=True).stdout.strip()

    def command(self, person, *words, check=True):
        """What `levee` says to a person, as JSON."""
        said = subprocess.run([f"{self.bin}/levee", *words, "--json"], check=check, capture_output=True, text=True,
                              env=dict(os.environ, PGUSER=person))
        return json.loads(said.stdout)

    def speak(self, language):
        """Everybody's language. The console keeps a person in mind for a minute; a new browser is asked about anew."""
        self.sql(f"set role levee_owner; update levee.person set language = '{language}'")

    def invitation(self, person, *words):
        """The path of a link by which a browser comes in: `device add LABEL`, `board link LABEL`."""
        link = self.command(person, *words)["link"]
        return "/" + link.split("/", 3)[-1] if link.startswith("http") else link
