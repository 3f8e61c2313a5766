"""The executors that `[jobs]executor` can name."""

import types
import unittest
from unittest import mock

from placement_inv import conf
from placement_inv.jobs import executors
from placement_inv.jobs.executors import local


class ExecutorsTest(unittest.TestCase):
    def test_the_choices_of_the_option_are_the_executors(self):
        config = conf.load(config_files=[])
        option = config._groups['jobs']._opts['executor']['opt']
        self.assertEqual(set(executors.EXECUTORS), set(option.type.choices))

    def test_the_option_chooses_the_executor(self):
        services = types.SimpleNamespace(
            conf=types.SimpleNamespace(
                jobs=types.SimpleNamespace(executor='local')
            )
        )
        with mock.patch.object(local, 'Local') as executor:
            self.assertIs(executor.return_value, executors.create(services))
        executor.assert_called_once_with(services)

    def test_another_executor_is_one_entry(self):
        entry = ('placement_inv.jobs.executors.local', 'Local')
        services = types.SimpleNamespace(
            conf=types.SimpleNamespace(
                jobs=types.SimpleNamespace(executor='another')
            )
        )
        with (
            mock.patch.dict(executors.EXECUTORS, another=entry),
            mock.patch.object(local, 'Local') as executor,
        ):
            executors.create(services)
        executor.assert_called_once_with(services)
