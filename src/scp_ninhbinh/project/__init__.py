"""How files are read, as a person has confirmed it (`scp.yaml`), and what headings mean by it and by the plan."""
