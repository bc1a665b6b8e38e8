/** After the specs of a run: what `run.setup.cjs` began. */
const { rmSync } = require('node:fs');

module.exports = async () => {
  const { dir, servers } = globalThis.postureRun;
  await servers.close();
  rmSync(dir, { recursive: true, force: true });
};
