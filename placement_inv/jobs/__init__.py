"""Background work: runs the jobs that `objects.job` stores.

To add a task, write a module in `jobs/tasks/`::

    def _give_up(ctx, error, thing_id):
        thing.end(ctx, thing_id, status='error', explanation=error)


    @job('paint_thing', on_failure=_give_up)
    def run(ctx, thing_id):
        thing.paint(ctx, thing_id)

and enqueue it in the transaction that makes the work necessary::

    job.enqueue(ctx, 'paint_thing', {'thing_id': 7}, lock='thing:7')

A task takes the context and JSON arguments, opens its own transactions, and
may run twice: if a worker dies, the task starts again from the beginning.
A long task checks `ctx.stopping` (a threading.Event) and raises
`exceptions.Stopped` when it is set; it is then started again later. A task
that raises anything else has failed. `on_failure` is called in the transaction
that marks the job as failed: when the task raised, or when the attempts are
used up because workers died. It must bring the subject of the job into a final
state, and may run again if that transaction fails.

A task may have to wait for more than the jobs of its lock: `blocked_by`, a
function of `objects`, returns the condition on the table of jobs under which a
job is not due yet. No worker is occupied while a job waits.

Tasks that take minutes name a `pool` of threads other than that of all tasks,
so that short ones go on while all threads of the pool are busy.
"""
