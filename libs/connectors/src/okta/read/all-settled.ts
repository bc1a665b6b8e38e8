/**
 * Waits until every read has ended, then throws the first failure: nothing goes on writing behind a caller that has
 * given up, and no rejection goes unhandled. @param onFailure told at once, to stop the others
 */
export async function allSettled(
  reads: readonly Promise<unknown>[],
  onFailure?: (error: unknown) => void,
): Promise<void> {
  const failures: unknown[] = [];
  await Promise.all(
    reads.map((read) =>
      read.catch((error: unknown) => {
        failures.push(error);
        onFailure?.(error);
      }),
    ),
  );
  if (failures.length > 0) throw failures[0];
}
