"""Staff: the people who edit, coordinate and run the installation. Learners are not here and have no account.

It owns who they are, what each may be (`Role`), how they are invited, and how they sign in.
"""
