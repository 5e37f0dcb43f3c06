# Writes version.cpp at each build, if its content has changed: the last commit is known only then. Takes SOURCE (the
# project's directory), VERSION and OUTPUT.
set(COMMIT "")
# Where sources were unpacked inside another repository, git would name the commit of that one.
if(EXISTS ${SOURCE}/.git)
  execute_process(COMMAND git -C ${SOURCE} describe --always --dirty --exclude=* --abbrev=12
    OUTPUT_VARIABLE COMMIT OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
endif()
file(CONFIGURE OUTPUT ${OUTPUT} @ONLY CONTENT [[
#include "cli/options.h"

namespace softmax::cli {
const char version[] = "@VERSION@";
const char commit[] = "@COMMIT@";
}  // namespace softmax::cli
]])
