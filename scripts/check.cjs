/**
 * What must hold before a spec is worth running: two lanes of npm scripts at once, for two cores. What a script prints
 * is shown when it has ended; after one that failed its lane stops, and so does this.
 */
const { spawn } = require('node:child_process');

const LANES = [['lint'], ['boundaries', 'types', 'deadcode', 'build']];

async function main() {
  const passed = await Promise.all(LANES.map(runLane));
  if (!passed.every(Boolean)) process.exitCode = 1;
}

async function runLane(scripts) {
  for (const script of scripts) if (!(await runScript(script))) return false;
  return true;
}

function runScript(script) {
  const child = spawn('npm', ['run', '--silent', script], { stdio: ['ignore', 'pipe', 'pipe'] });
  const printed = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => printed.push(chunk));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      process.stderr.write(Buffer.concat(printed));
      if (code !== 0) process.stderr.write(`npm run ${script} failed.\n`);
      resolve(code === 0);
    });
  });
}

void main();
