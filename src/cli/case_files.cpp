#include <cstddef>
#include <string>
#include <vector>

#include "check/case_file.h"
#include "check/case_run.h"
#include "cli/files.h"
#include "cli/process.h"
#include "io/output.h"

namespace softmax::cli {
ExitCode check_case_files(const std::vector<std::string>& paths, const std::string& output_path, unsigned threads) {
  std::vector<check::CaseFile> files;
  std::size_t cases = 0;
  for (const std::string& path : paths) {
    files.push_back(check::read_case_file(open_input(path)));
    cases += files.back().cases.size();
    // The command line names the case files, and was checked. The files that cases read are known only now.
    for (const check::Case& which : files.back().cases) {
      if (!which.input_file.empty()) refuse_replacing({"--output", output_path}, {"a case", which.input_file});
    }
  }
  Output output = Output::open(output_path);
  output.write(check::tap_header(cases));
  std::size_t number = 0;
  bool all_pass = true;
  for (const check::CaseFile& file : files) {
    output.write(check::tap_file(file));
    for (const check::Case& which : file.cases) {
      const check::CaseResult result = check::run_case(which, threads);
      output.write(check::tap_case(++number, file, which, result));
      output.flush();
      all_pass = all_pass && result.passed;
    }
  }
  output.finish();
  return all_pass ? done : check_failed;
}
}  // namespace softmax::cli
