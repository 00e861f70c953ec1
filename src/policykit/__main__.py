"""``python -m policykit``, as the command ``policykit``."""

from policykit.cli import main

if __name__ == "__main__":  # processes that help to read many businesses import it again
    main(prog_name="policykit")
