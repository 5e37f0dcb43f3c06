#include "cli/checking.h"

#include <cstddef>
#include <string>
#include <vector>

#include "cli/files.h"
#include "verify/case_file.h"
#include "verify/case_run.h"
#include "verify/tap.h"
#include "write/output.h"

namespace softmax::cli {
namespace {

/// The case files are known from the command line, and compared there; what cases read besides is known now.
void refuse_replaced_inputs(const std::string& output, const std::vector<verify::CaseFile>& files) {
  for (const verify::CaseFile& file : files) {
    for (const verify::Case& which : file.cases) {
      if (!which.input_file.empty()) refuse_replacing({"--output", output}, {"a case", which.input_file});
    }
  }
}

}  // namespace

ExitCode check(const Options& options) {
  std::vector<verify::CaseFile> files;
  std::size_t cases = 0;
  for (const std::string& path : options.inputs) {
    files.push_back(verify::read_case_file(path == "-" ? read::Input::standard_input() : read::Input::open(path)));
    cases += files.back().cases.size();
  }
  if (options.output) refuse_replaced_inputs(*options.output, files);
  write::Output output = write::Output::open(options.output.value_or("-"));
  output.write(verify::tap_header(cases));
  std::size_t number = 0;
  bool all_pass = true;
  for (const verify::CaseFile& file : files) {
    output.write(verify::tap_file(file));
    for (const verify::Case& which : file.cases) {
      const verify::CaseResult result = verify::run_case(which, options.request.threads);
      output.write(verify::tap_case(++number, file, which, result));
      output.flush();
      all_pass = all_pass && result.passed;
    }
  }
  output.finish();
  return all_pass ? done : check_failed;
}

}  // namespace softmax::cli
