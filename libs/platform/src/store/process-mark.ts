import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';

/** A process as other processes, on this host and elsewhere, can name it. */
export interface ProcessMark {
  readonly pid: number;
  readonly host: string;
  /** When the process began, where the system tells; a process id alone may have been given to another. */
  readonly born: string | null;
}

export function thisProcess(): ProcessMark {
  return { pid: process.pid, host: hostname(), born: birth(process.pid) };
}

/** This process as one text: what it holds is named by it. */
export function processName(): string {
  return processText(thisProcess());
}

/** A mark as one text, to be kept in a row. */
export function processText({ pid, host, born }: ProcessMark): string {
  // With its birth: in a container that begins again the process id is the same as before.
  return born === null ? `${host}/${pid}` : `${host}/${pid}/${born}`;
}

/** Undoes `processText`. */
export function processOf(text: string): ProcessMark {
  const [host = '', pid, born = null] = text.split('/');
  return { host, pid: Number(pid), born };
}

/** Whether a process still runs. @returns null for one of another host: nobody here can know */
export function isRunning({ pid, host, born }: ProcessMark): boolean | null {
  if (host !== hostname()) return null;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  const [state, now] = statOf(pid);
  // Dead, and only its parent has not asked yet how it ended.
  if (state === 'Z' || state === 'X') return false;
  return now === null || born === null || now === born;
}

function birth(pid: number): string | null {
  return statOf(pid)[1];
}

/** Linux: a process's state, and its start time in ticks since boot. */
function statOf(pid: number): readonly [state: string | null, born: string | null] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return [fields[0] ?? null, fields[19] ?? null];
  } catch {
    return [null, null];
  }
}
