#pragma once

#include <string>
#include <string_view>

namespace softmax::manual {

/// The manual page, for man: the text around the options (docs/softmax.1.in) with the options and the version in the
/// places of @OPTIONS@ and @VERSION@.
std::string page(std::string_view frame);

}  // namespace softmax::manual
