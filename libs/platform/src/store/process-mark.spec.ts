import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { isRunning, thisProcess } from './process-mark';

describe('A process mark', () => {
  it('knows the process that made it', () => {
    expect(isRunning(thisProcess())).toBe(true);
  });

  it('tells a process from another that was given the same id', () => {
    expect(isRunning({ ...thisProcess(), born: '1' })).toBe(false);
  });

  it('says nothing of another host', () => {
    expect(isRunning({ ...thisProcess(), host: 'elsewhere.example' })).toBeNull();
  });

  it('takes a process for dead that nobody has buried yet', async () => {
    // `exec` puts a program in the shell's place that never asks for the shell's child, which ends with its input.
    const parent = spawn('sh', ['-c', 'exec 3<&0; sh -c "read line" <&3 & echo $!; exec tail -f /dev/null']);
    const [line] = (await once(parent.stdout.setEncoding('utf8'), 'data')) as [string];
    const pid = Number(line);
    const told = (file: string) => readFileSync(`/proc/${file}`, 'utf8').trim();
    while (told(`${parent.pid}/comm`) !== 'tail') await new Promise(setImmediate);
    parent.stdin.end();
    while (told(`${pid}/stat`).split(') ')[1]?.[0] !== 'Z') await new Promise(setImmediate);

    expect(isRunning({ ...thisProcess(), pid, born: null })).toBe(false);
    parent.kill();
    await once(parent, 'exit');
  });
});
