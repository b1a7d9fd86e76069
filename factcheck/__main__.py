"""Lets `python -m factcheck` do what `factcheck` does."""

from factcheck.cli import main

if __name__ == "__main__":
    main()
