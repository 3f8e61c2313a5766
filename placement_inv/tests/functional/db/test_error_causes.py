"""Answers to requests whose work on the database was ended by others.

The tests end statements, transactions and connections on the servers, while
requests of both families use them.
"""

import uuid

from placement_inv.tests.functional.db import ended_work


class TestPostgreSQL(ended_work.EndedWorkTest):
    backend = 'postgresql'

    def find_waiting_session(self):
        return self.scalar(
            'SELECT pid FROM pg_stat_activity '
            "WHERE wait_event_type = 'Lock' AND datname = current_database()"
        )

    def cancel(self, pid):
        self.tell(f'SELECT pg_cancel_backend({pid})')

    def terminate(self, pid):
        self.tell(f'SELECT pg_terminate_backend({pid})')
        self.wait_for_end(pid)

    def terminate_own(self, connection):
        self.terminate(
            connection.connection.driver_connection.info.backend_pid
        )

    def wait_for_end(self, pid):
        self.wait(
            lambda: (
                not self.scalar(
                    f'SELECT count(*) FROM pg_stat_activity WHERE pid = {pid}'
                )
            )
        )

    def be_idle(self, connection):
        """Let the server end a transaction that does nothing."""
        driver = connection.connection.driver_connection
        driver.execute("SET idle_in_transaction_session_timeout = '10ms'")
        self.wait_for_end(driver.info.backend_pid)

    def test_a_cancelled_statement_is_a_503(self):
        self.check_while_waiting(self.cancel, ended_work.ENDED)

    def test_a_terminated_session_that_waits_is_a_503(self):
        self.check_while_waiting(self.terminate, ended_work.UNREACHABLE)

    def test_a_terminated_session_is_a_503(self):
        self.check_between(self.terminate_own, ended_work.UNREACHABLE)

    def test_a_terminated_session_that_reads_is_a_503(self):
        self.check_reading(self.terminate_own, ended_work.UNREACHABLE)

    def test_a_transaction_that_was_idle_for_too_long_is_a_503(self):
        # Whether the reason can still be read depends on the network.
        self.check_between(
            self.be_idle, ended_work.ENDED, ended_work.UNREACHABLE
        )

    def test_a_transaction_that_was_idle_before_its_commit_is_a_503(self):
        def ended_by_the_server():
            answers = []
            for request in self.requests:
                with self.before_commit(self.be_idle):
                    answers.append(self.ask(*request))
            return answers

        self.assert_refused(
            ended_by_the_server(), ended_work.ENDED, ended_work.UNKNOWN
        )
        self.assert_nothing_is_written()

    def test_a_statement_that_took_too_long_is_a_503(self):
        def limit(connection):
            driver = connection.connection.driver_connection
            driver.execute("SET LOCAL statement_timeout = '10ms'")

        with self.other.connect() as other:
            for lock in ended_work.LOCKS:
                other.exec_driver_sql(lock)
            answers = []
            for request in self.requests:
                with self.before_statement(('SELECT',), limit):
                    answers.append(self.ask(*request))
        self.assert_refused(answers, ended_work.ENDED)
        self.assert_nothing_is_written()

    def test_the_error_of_a_lost_commit_has_an_unknown_outcome(self):
        self.check_committing(self.terminate_own)

    def test_errors_of_each_class(self):
        self.check_raised(
            "DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '{code}'; END $$",
            # Arithmetic, syntax, a broken reference, a failed transaction.
            own=('22012', '42601', '23503', '25P02', '54001', '0A000'),
            others=(
                *('08006', '25006', '25P03', '40001', '40P01', '53100'),
                *('53200', '53300', '55006', '55P03', '57014', '57P01'),
                *('57P03', '58030', '72000', 'XX001'),
            ),
        )

    def test_the_error_of_a_lost_claim_has_an_unknown_outcome(self):
        """Its one statement is a transaction: to send it is to commit it."""
        provider, consumer = (str(uuid.uuid4()) for _ in range(2))
        provider_path = f'/resource_providers/{provider}'
        self.ask(
            'POST', '/resource_providers', {'name': 'p', 'uuid': provider}
        )
        self.ask(
            'PUT',
            f'{provider_path}/inventories',
            {
                'resource_provider_generation': 0,
                'inventories': {'VCPU': {'total': 4}},
            },
        )
        claim = {
            'allocations': {provider: {'resources': {'VCPU': 1}}},
            'project_id': 'p',
            'user_id': 'u',
            'consumer_generation': None,
            'consumer_type': 'INSTANCE',
        }
        # Names that are new are written before, in a transaction.
        first = self.ask('PUT', f'/allocations/{uuid.uuid4()}', claim)
        self.assertEqual(204, first.status_code, first.text)
        path = f'/allocations/{consumer}'
        with self.before_statement(('\nWITH wanted',), self.terminate_own):
            answer = self.ask('PUT', path, claim)
        self.assertEqual(503, answer.status_code, answer.text)
        self.assertIn(ended_work.UNKNOWN, answer.json['errors'][0]['detail'])
        answer = self.ask('PUT', path, claim)
        self.assertEqual(204, answer.status_code, answer.text)


class TestMariaDB(ended_work.EndedWorkTest):
    backend = 'mariadb'

    def find_waiting_session(self):
        return self.scalar(
            # Other tests use other databases of the same server.
            'SELECT trx_mysql_thread_id FROM information_schema.innodb_trx '
            'JOIN information_schema.processlist ON id = trx_mysql_thread_id '
            "WHERE trx_state = 'LOCK WAIT' AND db = DATABASE()"
        )

    def end_query(self, session):
        self.tell(f'KILL QUERY {session}')
        self.wait(lambda: not self.find_waiting_session())

    def end_session(self, session):
        self.kill(session)
        self.wait(lambda: not self.find_waiting_session())

    def kill(self, session):
        self.tell(f'KILL {session}')
        self.wait_for_end(session)

    def kill_own(self, connection):
        self.kill(connection.connection.driver_connection.thread_id())

    def wait_for_end(self, session):
        self.wait(
            lambda: (
                not self.scalar(
                    'SELECT count(*) FROM information_schema.processlist '
                    f'WHERE id = {session}'
                )
            )
        )

    def be_idle(self, connection):
        driver = connection.connection.driver_connection
        with driver.cursor() as cursor:
            cursor.execute('SET SESSION idle_transaction_timeout = 1')
        self.wait_for_end(driver.thread_id())

    def test_a_killed_statement_is_a_503(self):
        self.check_while_waiting(self.end_query, ended_work.ENDED)

    def test_a_killed_session_that_waits_is_a_503(self):
        self.check_while_waiting(self.end_session, ended_work.UNREACHABLE)

    def test_a_killed_session_is_a_503(self):
        self.check_between(self.kill_own, ended_work.UNREACHABLE)

    def test_a_killed_session_that_reads_is_a_503(self):
        self.check_reading(self.kill_own, ended_work.UNREACHABLE)

    def test_a_transaction_that_was_idle_for_too_long_is_a_503(self):
        self.check_between(self.be_idle, ended_work.UNREACHABLE)

    def test_a_statement_that_took_too_long_is_a_503(self):
        with self.other.connect() as other:
            for lock in ended_work.LOCKS:
                other.exec_driver_sql(lock)
            answers = []
            for request in self.requests:
                with self.before_statement(('SELECT',), self._limit):
                    answers.append(self.ask(*request))
        self.assert_refused(answers, ended_work.ENDED)
        self.assert_nothing_is_written()

    def test_errors_of_each_class(self):
        self.check_raised(
            "SIGNAL SQLSTATE 'HY000' SET MYSQL_ERRNO = {code}",
            own=(1054, 1064, 1365, 1264, 1452),
            others=(
                *(1021, 1028, 1030, 1037, 1040, 1053, 1114, 1135, 1158),
                *(1205, 1213, 1290, 1317, 1412, 1836, 1927, 1969, 4031),
            ),
        )

    def _limit(self, connection):
        with connection.connection.driver_connection.cursor() as cursor:
            cursor.execute('SET SESSION max_statement_time = 0.05')

    def test_the_error_of_a_lost_commit_has_an_unknown_outcome(self):
        self.check_committing(self.kill_own)


class TestSQLite(ended_work.EndedWorkTest):
    backend = 'sqlite'

    def _interrupt(self, connection):
        """Let SQLite give up the statement, as an operator's tool could."""
        driver = connection.connection.driver_connection

        def give_up():
            driver.set_progress_handler(None, 0)
            return 1

        driver.set_progress_handler(give_up, 1)

    def test_an_interrupted_statement_is_a_503(self):
        self.check_between(self._interrupt, ended_work.ENDED)

    def test_an_interrupted_statement_that_reads_is_a_503(self):
        self.check_reading(self._interrupt, ended_work.ENDED)
