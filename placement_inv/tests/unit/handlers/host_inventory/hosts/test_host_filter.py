"""The parameter `host_filter`: its language and its versions."""

from unittest import mock
from urllib import parse

import testtools

from placement_inv import exceptions
from placement_inv.handlers.host_inventory import versions
from placement_inv.handlers.host_inventory.fields import form
from placement_inv.handlers.host_inventory.fields import types as field_types
from placement_inv.handlers.host_inventory.hosts import fields
from placement_inv.handlers.host_inventory.hosts import host_filter
from placement_inv.objects.host_inventory import errors
from placement_inv.objects.host_inventory.membership import (
    host_filter as filters,
)
from placement_inv.tests.unit.handlers.host_inventory import requests

_LATER = form.Field(
    'location', field_types.Text(255), 'Where.', since=(1, 900)
)


def _request(version=versions.history.last, **parameters):
    return requests.make(f'/?{parse.urlencode(parameters)}', version=version)


class TestParseFilter(testtools.TestCase):
    def test_a_missing_or_empty_filter_is_none(self):
        for parameters in ({}, {'host_filter': ''}):
            for version in (versions.FIRST, versions.history.last):
                req = _request(version, **parameters)
                self.assertIsNone(host_filter.parse_filter(req))

    def test_the_version_decides_the_language(self):
        for version, language in (
            (versions.FACTS, filters.AWX),
            (versions.GENERATIONS, filters.AWX),
            (versions.WIDE_FILTERS, filters.EXTENDED),
        ):
            self.assertEqual(
                filters.HostFilter('name=x', language),
                host_filter.parse_filter(
                    _request(version, host_filter='name=x')
                ),
            )

    def test_early_versions_refuse_filters(self):
        error = self.assertRaises(
            errors.InvalidFilter,
            host_filter.parse_filter,
            _request(versions.INVENTORY_SOURCES, host_filter='name=x'),
        )
        self.assertEqual('host_filter exists from version 1.3 on.', str(error))

    def test_a_field_of_a_later_version_is_refused(self):
        later = form.Form((*fields.FORM.fields, _LATER))
        with (
            mock.patch.object(fields, 'FORM', later),
            mock.patch.object(
                filters,
                'names_field',
                lambda _filter, name: name in 'location',
            ),
        ):
            error = self.assertRaises(
                errors.InvalidFilter,
                host_filter.parse_filter,
                _request((1, 899), host_filter='location=x'),
            )
            host_filter.parse_filter(
                _request((1, 900), host_filter='location=x')
            )
        self.assertIn('location exists from version', str(error))

    def test_early_versions_ignore_filters_of_sublists(self):
        for version, is_parsed in (
            (versions.FIRST, False),
            (versions.GENERATIONS, False),
            (versions.WIDE_FILTERS, True),
        ):
            req = _request(version, host_filter='name=x')
            self.assertEqual(
                is_parsed, host_filter.parse_filter_of_sublist(req) is not None
            )


class TestParseFilterToSave(testtools.TestCase):
    def test_a_language_may_be_named(self):
        for parameters, language in (
            ({}, filters.EXTENDED),
            ({'host_filter_language': ''}, filters.EXTENDED),
            ({'host_filter_language': filters.AWX}, filters.AWX),
        ):
            new_filter = host_filter.parse_filter_to_save(
                _request(host_filter=' name=x ', **parameters)
            )
            self.assertEqual(
                filters.HostFilter('name=x', language), new_filter
            )

    def test_an_unknown_language_is_refused(self):
        error = self.assertRaises(
            exceptions.InvalidFields,
            host_filter.parse_filter_to_save,
            _request(host_filter='name=x', host_filter_language='sql'),
        )
        self.assertEqual(
            {'host_filter_language': ['"sql" is not a valid choice.']},
            error.fields,
        )

    def test_an_empty_filter_is_kept_for_the_object_to_refuse(self):
        new_filter = host_filter.parse_filter_to_save(_request())
        self.assertEqual('', new_filter.text)
