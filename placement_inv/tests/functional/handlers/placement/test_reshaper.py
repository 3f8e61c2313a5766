"""Reshapes over HTTP."""

from placement_inv.tests.functional.handlers.placement import http
from placement_inv.tests.functional.objects.placement import world


def _body(generation=2, **more):
    """Return a body that moves the VGPU of provider 1 to provider 2."""
    return {
        'inventories': {
            world.uuid(1): {
                'resource_provider_generation': generation,
                'inventories': {'VCPU': {'total': 8}},
            },
            world.uuid(2): {
                'resource_provider_generation': 0,
                'inventories': {'VGPU': {'total': 4.0}},
            },
        },
        'allocations': {
            world.uuid(9): {
                'allocations': {
                    world.uuid(1): {'resources': {'VCPU': 2}},
                    world.uuid(2): {'resources': {'VGPU': 1}},
                },
                'project_id': 'project',
                'user_id': 'user',
                'consumer_generation': 1,
                'consumer_type': 'INSTANCE',
            }
        },
        **more,
    }


class TestReshape(http.HandlerTest):
    def setUp(self):
        super().setUp()
        self.make_provider(1, VCPU=8, VGPU=4)
        self.make_provider(2)
        self.allocate(9, {1: {'VCPU': 2, 'VGPU': 1}}, type='INSTANCE')

    def _reshape(self, body, minor=39):
        return self.send('POST', '/reshaper', body, minor, roles=['service'])

    def test_inventories_and_allocations_move_together(self):
        self.assertEqual(204, self._reshape(_body()).status_int)
        self.assertEqual(
            {(world.uuid(1), 'VCPU'): 2, (world.uuid(2), 'VGPU'): 1},
            self.list_amounts(9),
        )
        self.assert_counters_are_sums()

    def test_the_body_follows_the_version(self):
        for minor, status in ((29, 404), (30, 400), (37, 400), (38, 204)):
            response = self._reshape(_body(), minor)
            self.assertEqual(status, response.status_int, minor)

    def test_an_error_changes_nothing(self):
        for body, status, detail in (
            (_body(generation=1), 409, 'actual: 2, given: 1'),
            (
                _body(allocations={}),
                409,
                "update conflict: Inventory for 'VGPU' on resource provider",
            ),
        ):
            self.assert_error(status, detail, self._reshape(body))
            self.assertEqual(
                {(world.uuid(1), 'VCPU'): 2, (world.uuid(1), 'VGPU'): 1},
                self.list_amounts(9),
            )
