"""Reads PostgreSQL's log on standard input and writes the statements that it names, with their parameters filled in."""
import re
import sys

statements = []
for line in sys.stdin.read().split("\n"):
    begin = re.match(r".*?LOG:  (?:execute [^:]*|statement): (.*)", line)
    detail = re.match(r".*?DETAIL:  parameters: (.*)", line)
    if begin:
        statements.append(begin.group(1))
    elif detail and statements:
        values = dict(re.findall(r"(\$\d+) = ((?:'(?:[^']|'')*')|NULL)", detail.group(1)))
        statements[-1] = re.sub(r"\$\d+", lambda match: values.get(match.group(0), match.group(0)), statements[-1])
    elif statements and line.startswith("\t"):
        statements[-1] += "\n" + line[1:]
for statement in statements:
    print(statement.rstrip().rstrip(";") + ";")
