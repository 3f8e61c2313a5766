"""How Sphinx builds the documentation."""

project = 'placement-inv'
copyright = 'the placement-inv developers'  # noqa: A001, the name is Sphinx's

extensions = ['oslo_config.sphinxext', 'oslo_policy.sphinxext']

html_theme = 'alabaster'
html_theme_options = {
    'description': 'What machines can take, and what they are',
    'page_width': '1060px',
}
