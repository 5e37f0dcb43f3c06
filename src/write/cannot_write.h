#pragma once

#include <string>

namespace softmax::write {

/// Throws the Error that the system refuses to write what the user calls `name`, with the system's reason.
[[noreturn]] void cannot_write(const std::string& name, int error);

}  // namespace softmax::write
