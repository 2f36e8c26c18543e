// Numbers from the reports of the two test runners. A runner that failed without a failed test counts as one failure:
// a file that does not load, or a report that was never written.

const atLeastOne = (failed, code) => (code !== 0 && failed === 0 ? 1 : failed);

/** From Vitest's JSON report. */
export function count(report, code) {
  const tests = (report?.testResults ?? []).flatMap(({ assertionResults }) => assertionResults);
  const broken = (report?.testResults ?? []).filter(
    ({ status, assertionResults }) => status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  );
  const failed = tests.filter(({ status }) => status === 'failed').length + broken.length;
  return {
    passed: tests.filter(({ status }) => status === 'passed').length,
    failed: atLeastOne(report === undefined ? 1 : failed, code),
    skipped: tests.filter(({ status }) => status !== 'passed' && status !== 'failed').map(({ fullName }) => fullName),
  };
}

const specsOf = (suite) => [...(suite.specs ?? []), ...(suite.suites ?? []).flatMap(specsOf)];

/** From Playwright's JSON report. A flaky test (passed when tried again) is a failure here. */
export function countBrowser(report, code) {
  const tests = (report?.suites ?? [])
    .flatMap(specsOf)
    .flatMap(({ title, tests }) => tests.map(({ status }) => ({ title, status })));
  const failed = tests.filter(({ status }) => status === 'unexpected' || status === 'flaky').length;
  return {
    passed: tests.filter(({ status }) => status === 'expected').length,
    failed: atLeastOne(report === undefined ? 1 : failed, code),
    skipped: tests.filter(({ status }) => status === 'skipped').map(({ title }) => title),
  };
}

/** Where Playwright wrote what stood on the page of a test that failed: `title`, and the file's `path`. */
export const pagesOfFailed = (report) =>
  (report?.suites ?? [])
    .flatMap(specsOf)
    .flatMap(({ title, tests }) => tests.flatMap(({ results }) => results.map((result) => ({ title, ...result }))))
    .flatMap(({ title, attachments }) =>
      attachments.filter(({ name }) => name === 'error-context').map(({ path }) => ({ title, path })),
    );
