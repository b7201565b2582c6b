// The word lists of Sources/Analysis/Lexicon, carried inside the binaries; each ends with a zero byte. And what was learnt of cues.
#pragma once

const char *_Nonnull levee_lexicon_chinese(void);
const char *_Nonnull levee_lexicon_cues(void);
const char *_Nonnull levee_lexicon_english(void);
const char *_Nonnull levee_lexicon_grammar(void);
const char *_Nonnull levee_lexicon_handles(void);
const char *_Nonnull levee_lexicon_kinds(void);
const char *_Nonnull levee_lexicon_signs(void);
const char *_Nonnull levee_lexicon_traditional(void);
const unsigned char *_Nonnull levee_cue_weights(long *_Nonnull count);
