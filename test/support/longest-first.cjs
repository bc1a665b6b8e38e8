/**
 * Order of the suites: whole runs of the product first, small ones last, so that no worker ends with a long one alone.
 * Jest asks for `sort`; nothing is remembered from run to run.
 */
const FIRST = ['test/chaos/', 'test/e2e/', 'test/contract/'];

module.exports = class LongestFirst {
  sort(tests) {
    const rank = ({ path }) => {
      const at = FIRST.findIndex((folder) => path.includes(`/${folder}`));
      return at < 0 ? FIRST.length : at;
    };
    return [...tests].sort((a, b) => rank(a) - rank(b) || a.path.localeCompare(b.path));
  }

  allFailedTests(tests) {
    return tests;
  }

  cacheResults() {}
};
