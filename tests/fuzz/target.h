#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace softmax::fuzz {

/// What must hold of every input did not.
class Broken : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

inline void expect(bool holds, const std::string& what) {
  if (!holds) throw Broken(what);
}

/// Checks what must hold of any bytes whatever. Throws Broken, or lets through what should have been no exception: both
/// are finds, as is what a sanitizer stops at.
struct Target {
  std::string_view name;
  void (*check)(std::string_view bytes);
};

/// A file as each format's reader meets it.
void check_json(std::string_view bytes);
void check_csv(std::string_view bytes);
void check_npy(std::string_view bytes);
void check_text(std::string_view bytes);

/// An expression in source code that the bytes choose, against what it is worth.
void check_code(std::string_view bytes);

/// A case file of --check.
void check_case(std::string_view bytes);

/// A whole command: the first line has the options, what follows is the input.
void check_command(std::string_view bytes);

inline const std::vector<Target> targets = {{"json", check_json},      {"csv", check_csv},   {"npy", check_npy},
                                            {"text", check_text},      {"code", check_code}, {"case", check_case},
                                            {"command", check_command}};

}  // namespace softmax::fuzz
