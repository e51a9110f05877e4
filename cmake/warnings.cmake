# Warnings are errors, and every build defines what it promises: no fast-math, no contracted
# multiply-add, so that a number is the same in each preset.
add_compile_options(-Wall -Wextra -Wconversion -Wshadow -Werror -Wno-missing-field-initializers -ffp-contract=off
                    -ffile-prefix-map=${CMAKE_SOURCE_DIR}/=)
if(CMAKE_UNITY_BUILD)
  # A type of a source's own in a class that the source defines is taken for one of a header.
  add_compile_options(-Wno-subobject-linkage)
endif()
if(BESTFIT_SANITIZE)
  # What is left out takes half the time to compile; a null pointer ends the program anyway.
  add_compile_options(-fsanitize=${BESTFIT_SANITIZE} -fno-sanitize=null,vptr,object-size
                      -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${BESTFIT_SANITIZE})
endif()
