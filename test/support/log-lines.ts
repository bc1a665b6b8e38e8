import fs from 'node:fs';

/** What this process writes to its log meanwhile; it is written nowhere. */
export interface LogLines {
  all(): Record<string, unknown>[];
  restore(): void;
}

/** To be asked for before the logger is made. */
export function linesOf(): LogLines {
  const { writeSync } = fs;
  const lines: string[] = [];
  const spy = jest.spyOn(fs, 'writeSync').mockImplementation((fd: number, line: unknown, ...rest: unknown[]) => {
    if (fd !== 2) return Reflect.apply(writeSync, fs, [fd, line, ...rest]) as number;
    return lines.push(String(line)) && Buffer.byteLength(String(line));
  });
  return {
    all: () => lines.map((line) => JSON.parse(line) as Record<string, unknown>),
    restore: () => spy.mockRestore(),
  };
}
