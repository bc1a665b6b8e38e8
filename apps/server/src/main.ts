import { DomainError } from '@posture/domain';
import { AppConfig } from '@posture/platform';
import { serve } from './serve';

// What is kept names people and holds secrets: it is for this user alone, however the shell is set.
process.umask(0o077);

async function main(): Promise<void> {
  await serve(
    AppConfig.parse(process.env),
    (line) => void process.stdout.write(`${line}\n`),
    process.argv.includes('--new-key'),
  );
}

void main().catch((error: unknown) => {
  process.stderr.write(`Error: ${error instanceof Error ? error.message : String(error)}\n`);
  if (error instanceof DomainError) {
    if (error.field !== null) process.stderr.write(`  in:     ${error.field}\n`);
    if (error.remedy !== null) process.stderr.write(`  remedy: ${error.remedy}\n`);
    process.stderr.write(`  code:   ${error.code}\n`);
  }
  process.exitCode = 3;
});
