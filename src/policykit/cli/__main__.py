"""``python -m policykit.cli``, as the command ``policykit``."""

from policykit.cli import main

main(prog_name="policykit")
