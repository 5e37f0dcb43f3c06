#include "core/formatted.h"

namespace softmax {
std::string vformatted(fmt::string_view format, fmt::format_args arguments) { return fmt::vformat(format, arguments); }
}  // namespace softmax
