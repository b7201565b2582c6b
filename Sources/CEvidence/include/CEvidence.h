// What a bundle of evidence carries so that anybody can verify it.
#pragma once

// verify.py, which asks nothing of Levee; it ends with a zero byte.
const char *_Nonnull levee_verify_evidence(void);
