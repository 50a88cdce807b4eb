# Start-up of zsh in a FlashFusion terminal: each file reads the user's own of that name.
ZDOTDIR=$USER_ZDOTDIR
[[ -r $ZDOTDIR/.zshenv ]] && . "$ZDOTDIR/.zshenv"
# The user's file may have chosen another folder.
USER_ZDOTDIR=${ZDOTDIR:-$HOME}
ZDOTDIR=$FLASHFUSION_ZDOTDIR
