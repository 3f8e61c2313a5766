import testtools

from placement_inv.web import logins


class TestLogin(testtools.TestCase):
    def test_the_scope_is_that_of_keystone(self):
        self.assertEqual(
            {'project_id': 'p', 'domain_id': ''},
            logins.Login('u', 'alice', 'p').scope,
        )


class TestAccounts(testtools.TestCase):
    def test_no_user_is_missing_or_remembered(self):
        accounts = logins.Accounts(None)
        self.assertFalse(accounts.lacks('joe'))
        self.assertEqual((), accounts.former_users())
        self.assertTrue(accounts.accepts_fingerprint('joe', 'x'))


class TestRefusals(testtools.TestCase):
    def test_one_line_counts_the_attempts_of_ten_seconds(self):
        now = [0.0]
        refusals = logins.Refusals(lambda: now[0])
        lines = []
        self.patch(logins.LOG, 'warning', lambda *values: lines.append(values))
        for now[0] in (0.0, 1.0, 9.0, 10.0, 11.0):
            refusals.add(f'user-{now[0]:.0f}', None)
        self.assertEqual(
            [(1, "'user-0'", "''"), (3, "'user-10'", "''")],
            [values[1:] for values in lines],
        )
