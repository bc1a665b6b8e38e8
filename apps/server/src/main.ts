import { Engine } from '@posture/flows';
import { AppConfig } from '@posture/platform';
import { serve } from './serve';

async function main(): Promise<void> {
  const engine = await Engine.open(AppConfig.parse(process.env));
  await serve(engine, (line) => void process.stdout.write(`${line}\n`));
}

void main().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 3;
});
