#include "write/cannot_write.h"

#include <system_error>

#include <fmt/format.h>

#include "core/error.h"

namespace softmax::write {

void cannot_write(const std::string& name, int error) {
  throw Error(fmt::format("can't write {}: {}", name.empty() ? "''" : name, std::generic_category().message(error)));
}

}  // namespace softmax::write
