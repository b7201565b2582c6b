// The files of sql/, carried inside the binaries. They are embedded by clang, which copies them; an array of as many bytes in Swift is
// type-checked for minutes.
#pragma once
#include <stddef.h>

struct levee_migration {
    // The file's name without its ending.
    const char *_Nonnull name;
    const char *_Nonnull text;
};

// The migration at an index, in the order in which they are applied; none past the last.
const struct levee_migration *_Nullable levee_migration(size_t index);

// sql/duties_from_facts.sql.
const char *_Nonnull levee_duties_from_facts(void);
