/**
 * Waits until every task has ended, then throws the first failure: nothing goes on writing behind a caller that has
 * given up, and no rejection goes unhandled. @param onFailure told at once, to stop the others
 */
export async function allSettled(
  tasks: readonly Promise<unknown>[],
  onFailure?: (error: unknown) => void,
): Promise<void> {
  const failures: unknown[] = [];
  await Promise.all(
    tasks.map((task) =>
      task.catch((error: unknown) => {
        failures.push(error);
        onFailure?.(error);
      }),
    ),
  );
  if (failures.length > 0) throw failures[0];
}
