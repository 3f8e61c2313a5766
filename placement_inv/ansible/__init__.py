"""What runs inside of Ansible: nothing here imports the rest of us."""
