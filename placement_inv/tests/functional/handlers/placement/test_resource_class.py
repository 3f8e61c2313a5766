"""Resource classes over HTTP."""

from placement_inv.tests.functional.handlers.placement import http


class TestResourceClasses(http.HandlerTest):
    def test_put_creates_a_class_once(self):
        for status in (201, 204):
            response = self.send('PUT', '/resource_classes/CUSTOM_A', minor=7)
            self.assertEqual(status, response.status_int)
            self.assertTrue(
                response.headers['Location'].endswith(
                    '/resource_classes/CUSTOM_A'
                )
            )

    def test_put_renames_a_class_before_1_7(self):
        self.send('POST', '/resource_classes', {'name': 'CUSTOM_A'})
        response = self.send(
            'PUT', '/resource_classes/CUSTOM_A', {'name': 'CUSTOM_B'}, minor=6
        )
        self.assertEqual('CUSTOM_B', response.json['name'])
        self.assertEqual(
            404, self.send('GET', '/resource_classes/CUSTOM_A').status_int
        )

    def test_only_names_of_custom_classes_are_created(self):
        for name in ('VCPU', 'CUSTOM_a', 'CUSTOM_'):
            response = self.send('PUT', f'/resource_classes/{name}')
            self.assertEqual(400, response.status_int, name)

    def test_a_class_links_to_itself(self):
        self.send('PUT', '/resource_classes/CUSTOM_A')
        expected = {
            'name': 'CUSTOM_A',
            'links': [{'rel': 'self', 'href': '/resource_classes/CUSTOM_A'}],
        }
        response = self.send('GET', '/resource_classes/CUSTOM_A')
        self.assertEqual(expected, response.json)
        self.assertIn('last-modified', response.headers)
        classes = self.send('GET', '/resource_classes').json
        self.assertEqual(expected, classes['resource_classes'][-1])
