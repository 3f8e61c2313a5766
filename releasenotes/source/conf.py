"""How Sphinx builds the release notes."""

project = 'placement-inv release notes'
copyright = 'the placement-inv developers'  # noqa: A001, the name is Sphinx's

extensions = ['reno.sphinxext']

html_theme = 'alabaster'
