#include "cli/checking.h"

#include <cstddef>
#include <vector>

#include "verify/case_file.h"
#include "verify/case_run.h"
#include "verify/tap.h"
#include "write/output.h"

namespace softmax::cli {

ExitCode check(const Options& options) {
  std::vector<verify::CaseFile> files;
  std::size_t cases = 0;
  for (const std::string& path : options.inputs) {
    files.push_back(verify::read_case_file(path == "-" ? read::Input::standard_input() : read::Input::open(path)));
    cases += files.back().cases.size();
  }
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
