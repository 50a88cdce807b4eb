# The system's file may have placed the history beside us.
[[ $HISTFILE == $FLASHFUSION_ZDOTDIR/* ]] && HISTFILE=$USER_ZDOTDIR/.zsh_history
# From here on zsh finds the user's own files by itself.
ZDOTDIR=$USER_ZDOTDIR
[[ -r $ZDOTDIR/.zshrc ]] && . "$ZDOTDIR/.zshrc"
[[ $ZDOTDIR == $HOME ]] && unset ZDOTDIR

typeset -g __flashfusion_nonce=$FLASHFUSION_NONCE
unset FLASHFUSION_NONCE FLASHFUSION_ZDOTDIR USER_ZDOTDIR

if [[ -n $__flashfusion_nonce ]]; then
  typeset -g __flashfusion_ran=0

  __flashfusion_escape() {
    local text=${1//\\/\\\\}
    text=${text//;/\\x3b}
    text=${text//$'\n'/\\x0a}
    print -rn -- "${text//[[:cntrl:]]/}"
  }

  __flashfusion_preexec() {
    __flashfusion_ran=1
    print -n -- "\e]633;E;"
    __flashfusion_escape "$1"
    print -n -- ";$__flashfusion_nonce\a\e]633;C\a"
  }

  __flashfusion_precmd() {
    local status_before=$?
    if (( __flashfusion_ran )); then print -n -- "\e]633;D;$status_before\a"; else print -n -- "\e]633;D\a"; fi
    __flashfusion_ran=0
    print -n -- "\e]633;P;Cwd="
    __flashfusion_escape "$PWD"
    print -n -- "\a"
    # Prompts that are made anew each time lose the marks.
    [[ $PS1 == *'633;A'* ]] || PS1=$'%{\e]633;A\a%}'$PS1$'%{\e]633;B\a%}'
  }

  autoload -Uz add-zsh-hook
  add-zsh-hook preexec __flashfusion_preexec
  add-zsh-hook precmd __flashfusion_precmd
  # First, so that the others have not changed the status.
  precmd_functions=(__flashfusion_precmd ${precmd_functions:#__flashfusion_precmd})
fi
