import unittest

from placement_inv import exceptions
from placement_inv.web import account_directory


class Finder:
    def __init__(self):
        self.questions = []
        self.account = object()

    def find_by_name(self, name):
        self.questions.append(name)
        return self.account

    def find_by_id(self, external_id):
        raise exceptions.DatabaseUnreachable()


class TestAccountDirectory(unittest.TestCase):
    def setUp(self):
        self.now = 0
        self.directory = account_directory.AccountDirectory(lambda: self.now)
        self.finder = Finder()

    def test_there_are_no_accounts_without_a_finder(self):
        self.assertIsNone(self.directory.by_name('bob'))

    def test_an_account_is_read_once_in_some_seconds(self):
        self.directory.use(self.finder)
        account = self.finder.account
        for _attempt in range(3):
            self.assertIs(account, self.directory.by_name('bob'))
        self.assertEqual(['bob'], self.finder.questions)
        self.finder.account = None
        self.now = account_directory.SECONDS
        self.assertIsNone(self.directory.by_name('bob'))

    def test_unknown_names_are_kept_as_well(self):
        self.directory.use(self.finder)
        self.finder.account = None
        for _attempt in range(3):
            self.assertIsNone(self.directory.by_name('eve'))
        self.assertEqual(['eve'], self.finder.questions)

    def test_changes_in_this_process_count_at_once(self):
        self.directory.use(self.finder)
        self.directory.by_name('bob')
        self.finder.account = None
        self.directory.forget_all()
        self.assertIsNone(self.directory.by_name('bob'))

    def test_an_account_that_was_read_before_a_change_is_not_kept(self):
        self.directory.use(self.finder)
        former, self.finder.account = self.finder.account, None
        find_by_name = self.finder.find_by_name

        def read_slowly(name):
            self.directory.forget_all()
            find_by_name(name)
            return former

        self.finder.find_by_name = read_slowly
        self.directory.by_name('bob')
        self.finder.find_by_name = find_by_name
        self.assertIsNone(self.directory.by_name('bob'))

    def test_an_outage_is_raised(self):
        self.directory.use(self.finder)
        self.assertRaises(
            exceptions.DatabaseUnreachable, self.directory.by_id, 'account:1'
        )
