"""Ansible plugins. They import nothing from the rest of placement-inv."""
