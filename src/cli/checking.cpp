#include "cli/checking.h"

#include <cstddef>
#include <string>
#include <vector>

#include "check/case_file.h"
#include "check/case_run.h"
#include "cli/files.h"
#include "io/output.h"

namespace softmax::cli {
namespace {

/// The case files are known from the command line, and compared there; what cases read besides is known now.
void refuse_replaced_inputs(const std::string& output, const std::vector<check::CaseFile>& files) {
  for (const check::CaseFile& file : files) {
    for (const check::Case& which : file.cases) {
      if (!which.input_file.empty()) refuse_replacing({"--output", output}, {"a case", which.input_file});
    }
  }
}

}  // namespace

ExitCode check(const Options& options) {
  std::vector<check::CaseFile> files;
  std::size_t cases = 0;
  for (const std::string& path : options.inputs) {
    files.push_back(check::read_case_file(path == "-" ? Input::standard_input() : Input::open(path)));
    cases += files.back().cases.size();
  }
  if (options.output) refuse_replaced_inputs(*options.output, files);
  Output output = Output::open(options.output.value_or("-"));
  output.write(check::tap_header(cases));
  std::size_t number = 0;
  bool all_pass = true;
  for (const check::CaseFile& file : files) {
    output.write(check::tap_file(file));
    for (const check::Case& which : file.cases) {
      const check::CaseResult result = check::run_case(which, options.request.threads);
      output.write(check::tap_case(++number, file, which, result));
      output.flush();
      all_pass = all_pass && result.passed;
    }
  }
  output.finish();
  return all_pass ? done : check_failed;
}

}  // namespace softmax::cli
