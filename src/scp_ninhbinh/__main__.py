"""`python -m scp_ninhbinh`."""

from scp_ninhbinh.cli import main

if __name__ == "__main__":
    main()
